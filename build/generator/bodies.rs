// What requests do with the body of an operation besides sending it: field by field, without a way through JSON.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use super::constructors::{can_be_left_out, has_serde_word, serde_text};

/// The methods of each body of a request.
pub fn methods(types: &[syn::Item], schemas: &Map<String, Value>) -> TokenStream {
    // In requests only bodies accept unknown members.
    let is_body = |schema: &Value| {
        schema["properties"].is_object() && schema["x-response"] != true && schema.get("additionalProperties").is_some()
    };
    let bodies = types.iter().filter_map(|item| match item {
        syn::Item::Struct(item) => {
            schemas.get(&item.ident.to_string()).filter(|schema| is_body(schema)).map(|schema| (item, schema))
        }
        _ => None,
    });
    let methods = bodies.map(|(item, schema)| {
        let fields: Vec<_> = item.fields.iter().filter_map(|field| Field::new(field, schema)).collect();
        let extras = fields.iter().filter(|field| field.is_extra).map(Field::is_set);
        let extras = extras.reduce(|one, other| quote!(#one || #other)).unwrap_or_else(|| quote!(false));
        let (unset, rebase) = (fields.iter().map(Field::unset), fields.iter().map(Field::rebase));
        let name = &item.ident;
        quote! {
            #[allow(dead_code)] // a body that is new has no caller yet, and only chat requests have defaults
            impl types::#name {
                /// Whether a field is set that the document does not know.
                pub(crate) fn sets_marked_extras(&self) -> bool {
                    #extras
                }

                /// Unsets a field by its name in the API. Returns `false` if the field is required.
                pub(crate) fn unset(&mut self, name: &str) -> bool {
                    match name {
                        #(#unset)*
                        _ => _ = self.extra.remove(name),
                    }
                    true
                }

                /// Replaces the defaults `from` by the defaults `to`. What differs from a default was set by the caller.
                pub(crate) fn rebase(&mut self, from: &Self, to: &Self) {
                    #(#rebase)*
                    crate::raw::rebase::members(&mut self.extra, &from.extra, &to.extra);
                }
            }
        }
    });
    quote!(#(#methods)*)
}

/// A field that the document describes.
struct Field<'a> {
    field: &'a syn::Field,
    name: &'a syn::Ident,
    wire: String,
    is_extra: bool,
}

impl<'a> Field<'a> {
    fn new(field: &'a syn::Field, schema: &Value) -> Option<Self> {
        let name = field.ident.as_ref().filter(|_| !has_serde_word(&field.attrs, "flatten"))?;
        let wire = serde_text(&field.attrs, "rename").unwrap_or_else(|| name.to_string());
        let is_extra = schema["properties"][&wire]["x-extra"] == true;
        Some(Self { field, name, wire, is_extra })
    }

    /// Whether the type is of this name, such as `Vec`.
    fn is(&self, ty: &str) -> bool {
        let syn::Type::Path(path) = &self.field.ty else { return false };
        path.path.segments.last().is_some_and(|last| last.ident == ty)
    }

    fn is_set(&self) -> TokenStream {
        let name = self.name;
        if self.is("Option") { quote!(self.#name.is_some()) } else { quote!(!self.#name.is_empty()) }
    }

    fn unset(&self) -> TokenStream {
        let (name, wire) = (self.name, &self.wire);
        match can_be_left_out(self.field) {
            true => quote!(#wire => self.#name = ::std::default::Default::default(),),
            false => quote!(#wire => return false,),
        }
    }

    fn rebase(&self) -> TokenStream {
        let name = self.name;
        let function = match (self.is("Vec"), can_be_left_out(self.field)) {
            (true, true) => "optional_list",
            (true, false) => "list",
            (false, _) => "value",
        };
        let function = format_ident!("{function}");
        quote!(crate::raw::rebase::#function(&mut self.#name, &from.#name, &to.#name);)
    }
}
