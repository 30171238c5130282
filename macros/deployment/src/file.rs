//! Reads deployment files: the resources of every format become trees of one kind, with references resolved where the file allows.

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
