mod columns;
mod layers;
mod screen;
mod tabs;
