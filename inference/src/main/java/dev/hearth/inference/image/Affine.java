package dev.hearth.inference.image;

/** A 2×3 affine transform: x' = a·x + b·y + c, y' = d·x + e·y + f. */
public record Affine(double a, double b, double c, double d, double e, double f) {}
