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

/// (httpmock's own `path_suffix_not` refuses every path that is shorter than what it must not end with.)
fn not_longer(path: &str) -> String {
    if !path.contains('{') {
        return format!(".is_false(|request| request.uri().path().ends_with({path:?}))");
    }
    let pattern = path.split('/').map(|part| if part.contains('{') { "[^/]*" } else { part });
    let pattern = format!("{}$", pattern.collect::<Vec<_>>().join("/"));
    format!(".is_false(|request| regex::Regex::new({pattern:?}).unwrap().is_match(request.uri().path()))")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_the_path_counts_and_not_that_of_a_longer_one() {
        let spec = serde_json::json!({"openapi": "3.0.0", "info": {"title": "t", "version": "v"},
            "paths": {"/info": {}, "/a/info": {}, "/m/{id}/info": {}}});
        let spec = serde_json::from_value(spec).unwrap();
        let mocks = ["/info", "/a/info", "/m/[^/]*/info"];
        let mocks = mocks.map(|path| format!("x.path_matches(regex::Regex::new(\"^{path}$\").unwrap())\n"));
        let expected = "x.path_suffix(\"/info\").is_false(|request| request.uri().path().ends_with(\"/a/info\"))\
            .is_false(|request| regex::Regex::new(\"/m/[^/]*/info$\").unwrap().is_match(request.uri().path()))\n\
            x.path_suffix(\"/a/info\")\nx.path_matches(regex::Regex::new(\"/m/[^/]*/info$\").unwrap())\n";
        assert_eq!(match_any_base(&mocks.concat(), &spec).unwrap(), expected);
        assert!(match_any_base("", &spec).unwrap_err().contains("no longer match /"));
    }
}
