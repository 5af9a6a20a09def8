//! The pages of all standards.

use super::lists::{Drawn, list};
use super::site::Press;

pub(super) fn page(press: &Press) -> Drawn {
    let description = "What holds, how well it is kept, and who may break it until when.";
    list(press, "health/standards.html", "health/standards/", "Standards", description, |scope, context| {
        context.insert("standards", &scope.standards(press.input.rule_summary));
        context.insert("audit", &scope.hrefs.to("health/standards/audit/"));
    })
}

pub(super) fn audit(press: &Press) -> Drawn {
    let description = "The standards, gone through once a quarter.";
    list(
        press,
        "health/audit.html",
        "health/standards/audit/",
        "Audit of the standards",
        description,
        |scope, context| {
            context.insert("audit", &scope.audit());
        },
    )
}
