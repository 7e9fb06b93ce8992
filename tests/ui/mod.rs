mod columns;
mod tabs;
mod text;
mod screen;
