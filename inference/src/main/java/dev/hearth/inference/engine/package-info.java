/**
 * The engine's face to the server: what can be asked, what is answered, which models are loaded.
 */
@NullMarked
package dev.hearth.inference.engine;

import org.jspecify.annotations.NullMarked;
