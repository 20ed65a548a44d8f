//! Calls, polls, destroy functions and drops at once.

use super::*;

/// The number of completions that race.
const ROUNDS: c_int = if cfg!(miri) { 10 } else { 400 };

#[test]
fn calls_race_with_polls() {
    let drops = Drops::new();
    let (sender, library) = channel::<Raw<Done>>();
    let library = Mutex::new(library);
    let next = AtomicUsize::new(1);
    thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                loop {
                    let received = library.lock().unwrap().recv();
                    let Ok(parts) = received else { break };
                    let item = next.fetch_add(1, Ordering::SeqCst);
                    assert_eq!(done(parts, c_int::try_from(item).unwrap()), 1);
                }
            });
        }
        let mut sum = 0;
        for round in 0..ROUNDS {
            let (parts, completion) = start(&drops);
            sender.send(parts).unwrap();
            let block_on =
                if round % 2 == 0 { pollster::block_on } else { futures_executor::block_on };
            match block_on(completion) {
                Ok(Break(item)) => sum += item,
                other => panic!("{other:?}"),
            }
        }
        drop(sender);
        assert_eq!(sum, ROUNDS * (ROUNDS + 1) / 2);
    });
    assert_eq!(drops.count(), usize::try_from(ROUNDS).unwrap());
}

#[test]
fn calls_destroys_and_drops_race() {
    let ear = listen("Done");
    let drops = Drops::new();
    for round in 0..ROUNDS {
        let (parts, completion) = start(&drops);
        let done_with = Parts::new(completion.destroy(), ());
        let begin = Barrier::new(3);
        thread::scope(|threads| {
            let answer = threads.spawn(|| {
                begin.wait();
                done(parts, round)
            });
            threads.spawn(|| {
                begin.wait();
                destroy::<Done>(done_with.get().0, parts);
            });
            begin.wait();
            if round % 2 == 0 {
                drop(completion);
                return;
            }
            let output = pollster::block_on(completion);
            match answer.join().unwrap() {
                1 => assert_eq!(output, Ok(Break(round))),
                _ => assert_eq!(output, Err(Incomplete::Destroyed)),
            }
        });
    }
    assert_eq!(drops.count(), usize::try_from(ROUNDS).unwrap());
    assert!(ear.faults().iter().all(|&fault| fault == Fault::Expired));
}

#[test]
fn of_two_calls_that_race_one_completes() {
    let ear = listen("Checked");
    for round in 0..ROUNDS {
        let (function, context, completion) =
            Checked::new(|item: c_int| Err(item.to_string())).completion();
        let parts: Raw<Checked> = parts!(function, context);
        let begin = Barrier::new(2);
        let call = |item| {
            begin.wait();
            checked(parts, item)
        };
        let answers = thread::scope(|threads| {
            let other = threads.spawn(|| call(-1));
            (call(round), other.join().unwrap())
        });
        let expected = match answers {
            (1, -1) => round.to_string(),
            (-1, 1) => String::from("-1"),
            other => panic!("{other:?}"),
        };
        assert_eq!(pollster::block_on(completion), Ok(Err(expected)));
    }
    assert_eq!(ear.count(Fault::Expired), usize::try_from(ROUNDS).unwrap());
}
