/** What a service's processes and the accelerators do, moment by moment. */
@NullMarked
package dev.hearth.evidence.sample;

import org.jspecify.annotations.NullMarked;
