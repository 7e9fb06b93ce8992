mod columns;
mod tabs;
mod text;
