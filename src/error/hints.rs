//! Advice for errors whose message has none.

use super::ServiceError;

impl ServiceError {
    /// Returns advice for an error whose message has none.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        let message = self.message.as_deref().unwrap_or_default().to_ascii_lowercase();
        let is_about_tools = message.contains("tool") && self.param.as_deref() == Some("reasoning_effort")
            || message.contains("tools") && message.contains("/v1/responses");
        let not_supported = [
            "does not work with the specified model",
            "not a chat model",
            "only supported in v1/responses",
            "only supported on the responses api",
        ];
        if is_about_tools {
            Some(
                "this model supports function tools only in the Responses API or with reasoning_effort(\"none\"); use one \
                 of these, or another model",
            )
        } else if self.has_code("OperationNotSupported") || not_supported.iter().any(|part| message.contains(part)) {
            Some("this model does not support the operation; codex and pro models support only the Responses API")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_without_advice_get_a_hint() {
        let responses_only = Some("does not support the operation");
        let no_tools = Some("supports function tools only in the Responses API");
        for (name, body, expected) in [
            (
                "operation of a codex model",
                r#"{"error":{"code":"OperationNotSupported","message":"The chatCompletion operation does not work with the specified model, gpt-5-codex."}}"#,
                responses_only,
            ),
            (
                "code in innererror",
                r#"{"error":{"code":"400","message":"m","innererror":{"code":"OperationNotSupported"}}}"#,
                responses_only,
            ),
            (
                "model of the Responses API",
                r#"{"error":{"message":"This model is only supported in v1/responses and not in v1/chat/completions.","param":"model","code":null}}"#,
                responses_only,
            ),
            (
                "tools with reasoning",
                r#"{"error":{"message":"Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions.","param":"reasoning_effort"}}"#,
                no_tools,
            ),
            (
                "tools of another API",
                r#"{"error":{"message":"Function tools are not supported for this model; please use /v1/responses.","param":"tools"}}"#,
                no_tools,
            ),
            (
                "unsupported value",
                r#"{"error":{"message":"Unsupported value: 'xhigh'","param":"reasoning_effort"}}"#,
                None,
            ),
            ("other code", r#"{"error":{"code":"DeploymentNotFound","message":"m"}}"#, None),
        ] {
            let hint = ServiceError::read(body.as_bytes()).hint();
            let is_expected = |part: &str| hint.is_some_and(|hint| hint.contains(part));
            assert!(expected.map_or(hint.is_none(), is_expected), "{name}: {hint:?}");
        }
    }
}
