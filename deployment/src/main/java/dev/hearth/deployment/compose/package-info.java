/** Compose files, with the place of everything in them, and what they say of a service. Pure. */
@NullMarked
package dev.hearth.deployment.compose;

import org.jspecify.annotations.NullMarked;
