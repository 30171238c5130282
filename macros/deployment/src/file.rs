//! What a deployment file says, before anybody asks what it means: the resources of all formats as trees of one kind.

pub(crate) mod cloudformation;
pub(crate) mod declarations;
pub(crate) mod dialect;
pub(crate) mod embedded_json;
pub(crate) mod folder;
pub(crate) mod node;
pub(crate) mod terraform;

mod budget;
mod conditions;
mod expression;
mod foreign_file;
mod intrinsic;
mod lines;
mod operation;
mod scope;
