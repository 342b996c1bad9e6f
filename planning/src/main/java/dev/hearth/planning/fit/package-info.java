/**
 * Whether a model fits a device, where its parts would lie, and what that costs: values in, values
 * and sentences out.
 */
@NullMarked
package dev.hearth.planning.fit;

import org.jspecify.annotations.NullMarked;
