package dev.hearth.planning.plan;

import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.service.Operation;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Optional;

/**
 * What is asked of the planner.
 *
 * @param service in the version that it will have
 */
record Question(
    Survey survey,
    ServiceDescription service,
    Operation operation,
    Optional<Present> present,
    Wish wish) {}
