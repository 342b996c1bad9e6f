package dev.hearth.inference.image;

/** Four corners in pixels, as x and y: left top, right top, right bottom, left bottom. */
public record Quad(
    double x0, double y0, double x1, double y1, double x2, double y2, double x3, double y3) {}
