//! The models.

mod blocks;
mod itself;
mod mutual;
mod reuse;
mod running;
mod tables;
