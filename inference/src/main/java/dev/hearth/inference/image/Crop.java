package dev.hearth.inference.image;

/** A rectangle of whole pixels. */
public record Crop(int left, int top, int width, int height) {}
