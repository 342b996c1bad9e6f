/** Managers against scripted programs, and their parsers against what real ones printed. */
@NullMarked
package dev.hearth.deployment.manager;

import org.jspecify.annotations.NullMarked;
