/** Specifications of what joins plans, files and managers. */
@NullMarked
package dev.hearth.deployment;

import org.jspecify.annotations.NullMarked;
