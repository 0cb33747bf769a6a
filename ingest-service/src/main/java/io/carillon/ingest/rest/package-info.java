/**
 * The publish API over HTTP: from requests to messages, and from outcomes to answers.
 *
 * <p>Start with {@link io.carillon.ingest.rest.PublishRoutes}. Each request is handled straight down the page on the
 * virtual thread of its connection. The rules are elsewhere: whether there is room in {@code ingest.admission}, what
 * becomes of a message in {@code ingest.publish}.
 */
@NullMarked
package io.carillon.ingest.rest;

import org.jspecify.annotations.NullMarked;
