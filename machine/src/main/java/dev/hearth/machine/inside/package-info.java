/** What a service itself can see of the accelerators, from within its namespaces. */
@NullMarked
package dev.hearth.machine.inside;

import org.jspecify.annotations.NullMarked;
