/** Chooses where and how a service runs, with the reason for every choice. */
@NullMarked
package dev.hearth.planning.plan;

import org.jspecify.annotations.NullMarked;
