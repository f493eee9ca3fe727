// The typed mocks for httpmock.

use super::Result;

/// progenitor's mocks match the whole path, so a base URL with a path of its own never matches: only the end counts,
/// and it must not be the end of a longer operation's path, as `/embeddings` is of `/images/embeddings`.
pub fn match_any_base(mocks: &str, spec: &openapiv3::OpenAPI) -> Result<String> {
    let paths: Vec<&String> = spec.paths.paths.keys().collect();
    let mut widened = mocks.to_owned();
    for path in paths.iter().filter(|path| !path.contains('{')) {
        let whole = format!(".path_matches(regex::Regex::new(\"^{path}$\").unwrap())");
        if !widened.contains(&whole) {
            return Err(format!("`match_any_base`: progenitor's mocks no longer match {path} as they did"));
        }
        let longer = paths.iter().filter(|other| other.len() > path.len() && other.ends_with(path.as_str()));
        let longer = longer.map(|other| not_longer(other));
        widened = widened.replace(&whole, &format!(".path_suffix({path:?}){}", longer.collect::<String>()));
    }
    // With a parameter in the path, in the pattern of the operation and in that of a value, the start is left open.
    Ok(widened.replace("\"^/", "\"/"))
}

fn not_longer(path: &str) -> String {
    if !path.contains('{') {
        return format!(".path_suffix_not({path:?})");
    }
    let pattern = path.split('/').map(|part| if part.contains('{') { "[^/]*" } else { part });
    let pattern = format!("{}$", pattern.collect::<Vec<_>>().join("/"));
    format!(".is_false(|request| regex::Regex::new({pattern:?}).unwrap().is_match(&request.uri().path()))")
}
