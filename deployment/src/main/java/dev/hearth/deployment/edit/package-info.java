/** Changes files of others as little as possible, and shows the difference. Pure. */
@NullMarked
package dev.hearth.deployment.edit;

import org.jspecify.annotations.NullMarked;
