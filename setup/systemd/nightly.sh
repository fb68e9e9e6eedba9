#!/bin/sh
# One night's work, for the timer and for cron: crawl what is due, then publish what came, also when a site failed.
# Ends with publishing's status if that failed, else with the crawl's; 75 at once while another run is at work.
exec 9<"$0" # the lock is held on this file: nothing need be written beside it
cd "$(dirname "$0")/../.." || exit
flock --nonblock --conflict-exit-code 75 9 || exit
trap 'exit 0' TERM # asked to stop: the crawl has ended cleanly by then, and publishing can wait
.venv/bin/gongkai crawl 9>&-
status=$?
.venv/bin/gongkai publish 9>&- || exit
exit $status
