/** What the bench promises of its own figures. */
@NullMarked
package dev.hearth.bench;

import org.jspecify.annotations.NullMarked;
