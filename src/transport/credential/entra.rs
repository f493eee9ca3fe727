//! Microsoft Entra ID credentials of the `azure_identity` crate.

use std::sync::Arc;

use azure_core::credentials::TokenCredential;

use crate::transport::credential::{AccessToken, TokenProvider};

/// Returns a token provider for a credential.
pub(crate) fn token_provider(credential: Arc<dyn TokenCredential>) -> TokenProvider {
    let mut provider = TokenProvider::new(move |scope| {
        let credential = Arc::clone(&credential);
        async move {
            let token = credential.get_token(&[&scope], None).await?;
            azure_core::Result::Ok(AccessToken::new(token.token.secret(), token.expires_on.into()))
        }
    });
    provider.needs_scope = true;
    provider
}
