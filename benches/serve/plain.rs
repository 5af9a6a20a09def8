//! What the server sent, as a build writes it.

/// Without the style and the script that the server puts into every page, and nothing else.
pub fn without_client(html: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(html);
    let Some(start) = text.find("-/live.css\">").and_then(|at| text[..at].rfind("<link ")) else {
        return html.to_vec();
    };
    let end = start + text[start..].find("</script>\n").expect("the script follows the style") + "</script>\n".len();
    format!("{}{}", &text[..start], &text[end..]).into_bytes()
}

/// Without the stamp in the search's manifest: a build's says what all shards hold, and the server has not written them.
pub fn without_stamp(path: &str, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    match text.split_once("\"stamp\":\"") {
        Some((before, after)) if path == "search/manifest.js" => {
            format!("{before}{}", after.split_once('"').map_or("", |(_, rest)| rest)).into_bytes()
        }
        _ => bytes.to_vec(),
    }
}
