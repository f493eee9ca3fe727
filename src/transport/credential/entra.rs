//! Microsoft Entra ID credentials of the `azure_identity` crate.

use std::sync::Arc;

use azure_core::credentials::TokenCredential;

use crate::transport::credential::{AccessToken, TokenProvider};

/// Returns a token source for a credential.
pub(crate) fn source(credential: Arc<dyn TokenCredential>) -> TokenProvider {
    let mut source = TokenProvider::new(move |scope| {
        let credential = Arc::clone(&credential);
        async move {
            let token = credential.get_token(&[&scope], None).await?;
            azure_core::Result::Ok(AccessToken::new(token.token.secret(), token.expires_on.into()))
        }
    });
    source.needs_scope = true;
    source
}
