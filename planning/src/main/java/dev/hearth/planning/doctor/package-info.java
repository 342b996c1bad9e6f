/** Whether a service can run here and on which accelerator: each prerequisite, with its remedy. */
@NullMarked
package dev.hearth.planning.doctor;

import org.jspecify.annotations.NullMarked;
