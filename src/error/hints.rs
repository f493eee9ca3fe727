//! What to do about refusals that do not say it.

use super::ServiceError;

impl ServiceError {
    /// What to do about a refusal that does not say it.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        let message = self.message.as_deref().unwrap_or_default().to_ascii_lowercase();
        let is_tools = message.contains("tool") && (self.param.as_deref() == Some("reasoning_effort"));
        let not_supported = [
            "does not work with the specified model",
            "not a chat model",
            "only supported in v1/responses",
            "only supported on the responses api",
        ];
        if is_tools || message.contains("tools") && message.contains("/v1/responses") {
            Some(
                "this model takes function tools on the Responses API alone, or with reasoning_effort(\"none\"); use that or \
                 another model",
            )
        } else if self.has_code("OperationNotSupported") || not_supported.iter().any(|part| message.contains(part)) {
            Some("this model does not serve the operation; codex and pro models are served by the Responses API alone")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_that_does_not_say_what_to_do_has_a_hint() {
        let responses_only = Some("does not serve the operation");
        let no_tools = Some("function tools on the Responses API alone");
        for (body, expected) in [
            (
                r#"{"error":{"code":"OperationNotSupported","message":"The chatCompletion operation does not work with the specified model, gpt-5-codex."}}"#,
                responses_only,
            ),
            (r#"{"error":{"code":"400","message":"m","innererror":{"code":"OperationNotSupported"}}}"#, responses_only),
            (
                r#"{"error":{"message":"This model is only supported in v1/responses and not in v1/chat/completions.","param":"model","code":null}}"#,
                responses_only,
            ),
            (
                r#"{"error":{"message":"Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions.","param":"reasoning_effort"}}"#,
                no_tools,
            ),
            (
                r#"{"error":{"message":"Function tools are not supported for this model; please use /v1/responses.","param":"tools"}}"#,
                no_tools,
            ),
            (r#"{"error":{"message":"Unsupported value: 'xhigh'","param":"reasoning_effort"}}"#, None),
            (r#"{"error":{"code":"DeploymentNotFound","message":"m"}}"#, None),
        ] {
            let hint = ServiceError::read(body.as_bytes()).hint();
            let is_expected = |part: &str| hint.is_some_and(|hint| hint.contains(part));
            assert!(expected.map_or(hint.is_none(), is_expected), "{body}: {hint:?}");
        }
    }
}
