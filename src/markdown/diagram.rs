//! Mermaid diagrams, drawn at build time: one picture for light pages and one for dark ones, each in a file
//! of its own (the site's policy allows no inline styles, and a picture brings its own).

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{LazyLock, Once};

use merman::runtime::RuntimePolicy;
use merman::svg::{
    HostTheme, HostThemeAppearance, Presentation, RenderResourcePolicy, SvgPipeline,
    SvgRenderOptions, ThemeRole,
};
use merman::time::CivilDate;
use merman::{
    Engine, OperationControl, ParseOptions, RenderOutput, RenderRequest, Renderer, SvgEnvironment,
    SvgRequest,
};

use super::text::{attribute, escape, number_attribute, shorten};

/// What the first word of a diagram may be.
pub const SUPPORTED: &[&str] = &[
    "classDiagram",
    "erDiagram",
    "flowchart",
    "gantt",
    "gitGraph",
    "graph",
    "pie",
    "sequenceDiagram",
    "stateDiagram",
    "stateDiagram-v2",
    "timeline",
];

/// Of a diagram's source, in bytes; Mermaid's own limit.
const MAX_LENGTH: usize = 50_000;
/// Characters that open a group, and words that do, in one diagram. Far above what anyone can read, and low
/// enough for a reader that recurses.
const MAX_NESTING: usize = 500;

/// Fonts of one width, that nearly every system has: labels are measured here and drawn there.
const FONTS: &str = "Arial, \"Liberation Sans\", Helvetica, sans-serif";

/// A picture of the site that a page refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagramFile {
    /// From the site's root: `assets/diagrams/<hash>-light.svg`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Whether a diagram can be drawn; if not, why, in one line.
pub fn validate(text: &str) -> Result<(), String> {
    draw(text, &LIGHT).map(drop)
}

/// A diagram as a figure, with the files of its pictures; where it cannot be drawn, its source.
pub(super) fn figure(code: &str, asset_prefix: &str) -> (String, Vec<DiagramFile>) {
    let mut out = String::new();
    let drawn = draw(code, &LIGHT).and_then(|light| Ok((light, draw(code, &DARK)?)));
    let (light, dark) = match drawn {
        Ok(drawn) => drawn,
        Err(message) => {
            out.push_str(
                "<figure class=\"diagram failed\"><figcaption>This diagram cannot be drawn: ",
            );
            escape(&mut out, &message);
            out.push_str("</figcaption>");
            source(&mut out, code);
            out.push_str("</figure>\n");
            return (out, Vec::new());
        }
    };
    let hash = hash(&[light.as_bytes(), dark.as_bytes()]);
    let alt = alternative(code);
    let mut files = Vec::new();
    out.push_str("<figure class=\"diagram\">");
    for (theme, svg) in [("light", light), ("dark", dark)] {
        let path = format!("assets/diagrams/{hash:016x}-{theme}.svg");
        out.push_str("<img");
        attribute(&mut out, "class", &format!("only-{theme}"));
        attribute(&mut out, "src", &format!("{asset_prefix}{path}"));
        attribute(&mut out, "alt", &alt);
        if let Some((width, height)) = size(&svg) {
            number_attribute(&mut out, "width", width);
            number_attribute(&mut out, "height", height);
        }
        out.push_str(" loading=\"lazy\">");
        files.push(DiagramFile {
            path,
            bytes: svg.into_bytes(),
        });
    }
    out.push_str("<details><summary>Diagram source</summary>");
    source(&mut out, code);
    out.push_str("</details></figure>\n");
    (out, files)
}

fn source(out: &mut String, code: &str) {
    out.push_str("<pre tabindex=\"0\">");
    escape(out, code.trim_end());
    out.push_str("</pre>");
}

/// How to draw for one of the two themes.
struct Look {
    renderer: Renderer,
    request: SvgRequest,
}

static LIGHT: LazyLock<Look> = LazyLock::new(|| {
    Look::new(
        HostThemeAppearance::Light,
        [
            "#fdfdfb", "#f3f6f5", "#e3eff2", "#f3f6f5", "#17252c", "#51626a", "#7d8f97", "#51626a",
            "#fdfdfb", "#f3f6f5", "#b4c1c5", "#fbf0dc", "#85500a", "#17252c", "#e3eff2", "#0b5871",
            "#17252c", "#e3eff2", "#0b5871", "#ac2320", "#85500a", "#1b6b3c",
        ],
        [
            "#0b5871", "#1b6b3c", "#85500a", "#4f4a9a", "#ac2320", "#56666e",
        ],
    )
});

static DARK: LazyLock<Look> = LazyLock::new(|| {
    Look::new(
        HostThemeAppearance::Dark,
        [
            "#10181c", "#172227", "#17333d", "#172227", "#dce5e8", "#9dafb7", "#5f747d", "#9dafb7",
            "#10181c", "#172227", "#40545d", "#352810", "#e6b566", "#dce5e8", "#17333d", "#76c3da",
            "#dce5e8", "#17333d", "#76c3da", "#f59a91", "#e6b566", "#7ccb9c",
        ],
        [
            "#76c3da", "#7ccb9c", "#e6b566", "#b4b0f4", "#f59a91", "#9dafb7",
        ],
    )
});

impl Look {
    /// Colours are in the order of [`ThemeRole::ALL`], and those of the site's style sheet.
    fn new(
        appearance: HostThemeAppearance,
        roles: [&str; ThemeRole::ALL.len()],
        series: [&str; 6],
    ) -> Self {
        let theme = || -> Result<HostTheme, merman::svg::PresentationError> {
            let mut theme = HostTheme::new()
                .with_appearance(appearance)
                .try_with_font_family(FONTS)?
                .try_with_series_palette(series)?;
            for (role, colour) in ThemeRole::ALL.into_iter().zip(roles) {
                theme = theme.try_with_role(role, colour)?;
            }
            Ok(theme)
        };
        let presentation = Presentation::new()
            .with_theme(theme().expect("the colours above are colours"))
            .resolve();
        // A chart that knows the day would be another one tomorrow.
        let runtime = RuntimePolicy::deterministic()
            .with_fixed_unix_millis(0)
            .with_fixed_today(CivilDate::new(1970, 1, 1));
        let engine =
            presentation.materialize_engine(Engine::new().with_runtime_policy(runtime.clone()));
        let request = SvgRequest {
            environment: SvgEnvironment::deterministic()
                .with_resource_policy(RenderResourcePolicy::interactive()),
            // Text as SVG text: not every viewer of a picture shows HTML inside it.
            pipeline: Some(SvgPipeline::resvg_safe()),
            presentation: presentation.render_policy(),
            options: SvgRenderOptions {
                diagram_id: Some("diagram".to_owned()),
                ..SvgRenderOptions::default()
            },
            ..SvgRequest::default()
        };
        let renderer = Renderer::new()
            .with_engine(engine)
            .with_runtime_policy(runtime)
            .with_parse_options(ParseOptions::strict());
        Self { renderer, request }
    }
}

fn draw(code: &str, look: &'static LazyLock<Look>) -> Result<String, String> {
    if code.len() > MAX_LENGTH {
        return Err(format!("its source is longer than {MAX_LENGTH} bytes"));
    }
    if nesting(code) > MAX_NESTING {
        return Err(format!("it opens more than {MAX_NESTING} groups"));
    }
    quietly(|| {
        let request = RenderRequest::svg(code, OperationControl::new(), look.request.clone());
        match look.renderer.render(request) {
            Ok(RenderOutput::Svg(Some(svg))) => Ok(unclipped(&svg.into_parts().0)),
            Ok(_) => Err(unknown(code)),
            Err(merman::RenderError::NoDiagram) => Err(unknown(code)),
            Err(error) => Err(message(&error.to_string(), code)),
        }
    })
    .unwrap_or_else(|| Err("it cannot be read".to_owned()))
}

/// Labels are small pictures inside the picture; where a font runs wider than it was measured, they show it
/// rather than cut it.
fn unclipped(svg: &str) -> String {
    svg.replace("style=\"overflow:hidden;", "style=\"overflow:visible;")
}

fn unknown(code: &str) -> String {
    format!(
        "`{}` is no kind of diagram that is known here",
        shorten(first_word(code), 30)
    )
}

fn first_word(code: &str) -> &str {
    lines(code)
        .find_map(|line| line.split_whitespace().next())
        .unwrap_or_default()
}

/// Lines that say something, without front matter and comments.
fn lines(code: &str) -> impl Iterator<Item = &str> {
    let body = code.trim_start();
    let body = match body
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---"))
    {
        Some((_, body)) => body,
        None => body,
    };
    body.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("%%"))
}

fn nesting(code: &str) -> usize {
    let groups = lines(code).filter(|line| {
        let word = line.split_whitespace().next().unwrap_or_default();
        matches!(
            word,
            "subgraph" | "loop" | "alt" | "opt" | "par" | "critical" | "break" | "rect" | "box"
        ) || line.ends_with('{')
    });
    groups.count()
}

fn message(error: &str, code: &str) -> String {
    if error.starts_with("Unsupported diagram type") {
        return unknown(code);
    }
    let error = match error.strip_prefix("Diagram parse error (") {
        Some(rest) => rest.split_once("): ").map_or(error, |(_, message)| message),
        None => error,
    };
    let words: Vec<&str> = error.split_whitespace().collect();
    shorten(&words.join(" "), 200)
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a drawing that may panic: a bug in there must neither end the build nor write to its output.
fn quietly<T>(draw: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(draw)).ok();
    QUIET.set(false);
    result
}

/// FNV-1a, for names of files: short, and the same on every machine and with every compiler.
fn hash(parts: &[&[u8]]) -> u64 {
    parts
        .iter()
        .flat_map(|part| part.iter())
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// Width and height of a picture in pixels, from its `viewBox`.
fn size(svg: &str) -> Option<(u64, u64)> {
    let (_, rest) = svg.split_once("viewBox=\"")?;
    let mut numbers = rest.split('"').next()?.split_whitespace().skip(2);
    let mut next = || {
        let number: f64 = numbers.next()?.parse().ok()?;
        (number.is_finite() && number > 0.0 && number < 1e6).then(|| number.ceil() as u64)
    };
    Some((next()?, next()?))
}

/// What a diagram says to those who do not see it: what its author wrote for them, else its kind and the
/// first labels in it.
fn alternative(code: &str) -> String {
    if let Some(title) = lines(code).find_map(|line| line.strip_prefix("accTitle:")) {
        return title.trim().to_owned();
    }
    let kind = match first_word(code) {
        "graph" | "flowchart" => "Flowchart",
        "sequenceDiagram" => "Sequence diagram",
        "classDiagram" => "Class diagram",
        "stateDiagram" | "stateDiagram-v2" => "State diagram",
        "erDiagram" => "Entity relationship diagram",
        "gantt" => "Gantt chart",
        "pie" => "Pie chart",
        "gitGraph" => "Git graph",
        "timeline" => "Timeline",
        _ => "Diagram",
    };
    let title =
        lines(code).find_map(|line| line.split_once("title ").map(|(_, title)| title.trim()));
    let mut labels: Vec<&str> = Vec::new();
    for label in title
        .into_iter()
        .chain(lines(code).skip(1).flat_map(line_labels))
    {
        if !labels.contains(&label) {
            labels.push(label);
        }
        if labels.len() == 6 {
            break;
        }
    }
    match labels.is_empty() {
        true => kind.to_owned(),
        false => shorten(&format!("{kind}: {}", labels.join(", ")), 160),
    }
}

/// The texts in brackets and quotes of a line; of a participant or a message, its last words.
fn line_labels(line: &str) -> Vec<&str> {
    if let Some(name) = line
        .strip_prefix("participant ")
        .or_else(|| line.strip_prefix("actor "))
    {
        return vec![
            name.split_once(" as ")
                .map_or(name, |(_, label)| label)
                .trim(),
        ];
    }
    let mut labels = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find(['[', '(', '{', '"']) {
        let inner = rest[open..].trim_start_matches(['[', '(', '{', '"', '/', '\\', '>']);
        let end = inner.find([']', ')', '}', '"']).unwrap_or(inner.len());
        let label = inner[..end].trim_end_matches(['/', '\\']).trim();
        if label.chars().any(char::is_alphanumeric) {
            labels.push(label);
        }
        rest = inner[end..].trim_start_matches([']', ')', '}', '"']);
    }
    labels
}
