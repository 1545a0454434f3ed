/** What an end point of the API is: requests, answers, streams, and the router that finds the end point; knows nothing of Netty. */
package org.sekimori.control.http;
