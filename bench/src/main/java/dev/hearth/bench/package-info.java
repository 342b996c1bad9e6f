/** Load and micro benches; not shipped. */
@NullMarked
package dev.hearth.bench;

import org.jspecify.annotations.NullMarked;
