/** The runtimes a person installs: native libraries that give the engine a GPU. */
@NullMarked
package dev.hearth.inference.runtimes;

import org.jspecify.annotations.NullMarked;
