package io.carillon.e2e.simulation;

import org.junit.jupiter.api.Test;

/**
 * Schedules under which a rule once failed, named after what went wrong.
 *
 * <p>A seed means the same schedule only as long as the simulation draws in the same order. After a change there,
 * {@link MutantsTest} tells for each of these faults which seed shows it now.
 */
class SimulationRegressionsTest {

    @Test
    void anAnswerToAnEarlierAttachIsNotTakenForTheOneToALaterAttach() {
        SimulationTest.replay(1087);
    }

    @Test
    void aReadOfHistoryAnswersOnlyTheFollowerItWasAskedFor() {
        SimulationTest.replay(197);
    }

    @Test
    void anEdgeDoesNotGoBackToAnOwnerThatWasReplaced() {
        SimulationTest.replay(557);
    }

    @Test
    void aClientIsToldOfTheGapsOfAllItsChannelsBeforeItsCursorMoves() {
        SimulationTest.replay(2);
    }

    @Test
    void aSessionWhoseTurnComesLateIsAskedToReconnectBeforeItEnds() {
        SimulationTest.replay(5);
    }

    @Test
    void aClientThatPingsAndDoesNotReadKeepsItsLimit() {
        SimulationTest.replay(294);
    }

    @Test
    void aPartOfAnEarlierRequestForAReplayIsNotTakenForAnAnswerToALaterOne() {
        SimulationTest.replay(2);
    }

    @Test
    void aReplayGoesOnAtTheNextOwner() {
        SimulationTest.replay(67);
    }
}
