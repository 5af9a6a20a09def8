//! People as a command line names them.

use std::collections::HashSet;

use crate::model::{OwnerRef, Register};

/// The ids of those who are named by id, handle or email, each once. `flag` is where they are named.
pub fn ids(register: &Register, names: &[String], flag: &str) -> Result<Vec<String>, String> {
    let id = |name: &String| match register.owner(name) {
        Some(owner @ OwnerRef::Person(_)) => Ok(register.owner_id(owner).to_owned()),
        Some(OwnerRef::Team(_)) => {
            Err(format!("`{name}` is a team\nhelp: name the people who decide: `{flag} WHO`, once for each of them"))
        }
        None => {
            let help = match register.nearest_owner(name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name somebody of people.yaml by id, handle or email".to_owned(),
            };
            Err(format!("nobody called `{name}` is in people.yaml\nhelp: {help}"))
        }
    };
    let ids: Vec<String> = names.iter().map(id).collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    Ok(ids.into_iter().filter(|i| seen.insert(i.clone())).collect())
}
