mod columns;
mod screen;
mod tabs;
mod text;
