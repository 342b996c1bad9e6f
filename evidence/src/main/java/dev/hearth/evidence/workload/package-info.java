/** The work that a service is given while it is watched, and what it answers. */
@NullMarked
package dev.hearth.evidence.workload;

import org.jspecify.annotations.NullMarked;
