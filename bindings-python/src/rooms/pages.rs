//! Public pages.

use crate::argument::Text;
use crate::call::operations;
use crate::visitor::{AsyncVisitor, Visitor, VisitorCalls};

operations! { Visitor, AsyncVisitor, VisitorCalls on cowrite::Visitor;
    /// A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.
    public_page(slug: Text) -> cowrite::PublicPageView = |visitor| async move { visitor.public_page(&slug).await };
}
