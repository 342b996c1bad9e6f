/** Files that are rendered from plans, and what the tools that read them say. */
@NullMarked
package dev.hearth.deployment.render;

import org.jspecify.annotations.NullMarked;
