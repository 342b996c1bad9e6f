/** What {@code hearth top} shows: samples, and the screens and documents made of them. Pure. */
@NullMarked
package dev.hearth.cli.top;

import org.jspecify.annotations.NullMarked;
