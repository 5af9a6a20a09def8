//! How diagrams look: the colours of the site's style sheet, on light pages and on dark ones.

use std::sync::LazyLock;

use merman::runtime::RuntimePolicy;
use merman::svg::{
    HostTheme, HostThemeAppearance, Presentation, RenderResourcePolicy, SvgPipeline, SvgRenderOptions, ThemeRole,
};
use merman::time::CivilDate;
use merman::{Engine, MermaidConfig, ParseOptions, Renderer, SvgEnvironment, SvgRequest};
use serde_json::json;

/// Fonts of one width, that nearly every system has: labels are measured here and drawn there.
const FONTS: &str = "Arial, \"Liberation Sans\", Helvetica, sans-serif";

/// How to draw for one of the two themes.
pub(super) struct Look {
    pub renderer: Renderer,
    pub request: SvgRequest,
}

pub(super) static LIGHT: LazyLock<Look> = LazyLock::new(|| {
    Look::new(
        HostThemeAppearance::Light,
        [
            "#fdfdfb", "#f3f6f5", "#e3eff2", "#f3f6f5", "#17252c", "#51626a", "#7d8f97", "#51626a", "#fdfdfb",
            "#f3f6f5", "#b4c1c5", "#fbf0dc", "#85500a", "#17252c", "#e3eff2", "#0b5871", "#17252c", "#e3eff2",
            "#0b5871", "#ac2320", "#85500a", "#1b6b3c",
        ],
        ["#0b5871", "#1b6b3c", "#85500a", "#4f4a9a", "#ac2320", "#56666e"],
    )
});

pub(super) static DARK: LazyLock<Look> = LazyLock::new(|| {
    Look::new(
        HostThemeAppearance::Dark,
        [
            "#10181c", "#172227", "#17333d", "#172227", "#dce5e8", "#9dafb7", "#5f747d", "#9dafb7", "#10181c",
            "#172227", "#40545d", "#352810", "#e6b566", "#dce5e8", "#17333d", "#76c3da", "#dce5e8", "#17333d",
            "#76c3da", "#f59a91", "#e6b566", "#7ccb9c",
        ],
        ["#76c3da", "#7ccb9c", "#e6b566", "#b4b0f4", "#f59a91", "#9dafb7"],
    )
});

impl Look {
    /// Colours are in the order of [`ThemeRole::ALL`], and those of the site's style sheet.
    fn new(appearance: HostThemeAppearance, roles: [&str; ThemeRole::ALL.len()], series: [&str; 6]) -> Self {
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
        let presentation = Presentation::new().with_theme(theme().expect("the colours above are colours")).resolve();
        // A chart that knows the day would be another one tomorrow.
        let runtime =
            RuntimePolicy::deterministic().with_fixed_unix_millis(0).with_fixed_today(CivilDate::new(1970, 1, 1));
        // Without the shadows that Mermaid draws since version 12.
        let engine = Engine::new()
            .with_runtime_policy(runtime.clone())
            .with_site_config(MermaidConfig::from_value(json!({ "look": "classic" })));
        let engine = presentation.materialize_engine(engine);
        let request = SvgRequest {
            environment: SvgEnvironment::deterministic().with_resource_policy(RenderResourcePolicy::interactive()),
            // Text as SVG text: not every viewer of a picture shows HTML inside it.
            pipeline: Some(SvgPipeline::resvg_safe()),
            presentation: presentation.render_policy(),
            options: SvgRenderOptions { diagram_id: Some("diagram".to_owned()), ..SvgRenderOptions::default() },
            ..SvgRequest::default()
        };
        let renderer =
            Renderer::new().with_engine(engine).with_runtime_policy(runtime).with_parse_options(ParseOptions::strict());
        Self { renderer, request }
    }
}
