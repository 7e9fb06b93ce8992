mod columns;
mod screen;
mod tabs;
