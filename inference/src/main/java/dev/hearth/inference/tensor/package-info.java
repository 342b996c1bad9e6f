/** Arrays of numbers with a shape, and where their memory comes from. */
@NullMarked
package dev.hearth.inference.tensor;

import org.jspecify.annotations.NullMarked;
