/** Text detection and recognition in pictures. */
@NullMarked
package dev.hearth.inference.ocr;

import org.jspecify.annotations.NullMarked;
