/** What identifies a model: its task, the part it plays in it, its name. */
@NullMarked
package dev.hearth.inference.model;

import org.jspecify.annotations.NullMarked;
