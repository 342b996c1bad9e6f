package dev.hearth.inference.ocr;

/**
 * One line that was read.
 *
 * @param box where it is
 * @param text what it says
 * @param score mean confidence of its characters, 0 to 1
 */
public record TextLine(TextBox box, String text, float score) {}
