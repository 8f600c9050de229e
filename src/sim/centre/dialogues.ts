/** Who says a line, as the transcript numbers them. */
export const speakerRoles = { customer: 0, agent: 1 } as const;

export interface Line {
  readonly speaker: keyof typeof speakerRoles;
  readonly text: string;
}

/** Lines in turn; the agent begins. */
function dialogue(...texts: readonly string[]): readonly Line[] {
  return texts.map((text, index) => ({
    speaker: index % 2 === 0 ? 'agent' : 'customer',
    text,
  }));
}

/** What is said on incoming calls. */
export const incomingDialogues: readonly (readonly Line[])[] = [
  dialogue(
    'Hello, how can I help you?',
    'Hello, I would like to change my order.',
    'Of course. May I have the order number?',
    'Yes, it is four seven one, double two.',
    'Thank you. I can see two lamps and a table.',
    'Exactly, could you make it three lamps?',
    'That is possible. The new total is one hundred and forty euros.',
    'That is fine with me.',
    'You will get a confirmation by e-mail in a moment.',
    'Great, thank you for your help.',
    'You are welcome. Have a nice day!',
  ),
  dialogue(
    'Customer service, what can I do for you?',
    'Hi, my invoice seems to be wrong.',
    'I am sorry to hear that. What is wrong with it?',
    'I was charged twice for the same month.',
    'Let me have a look at your account.',
    'I can wait.',
    'You are right, there are two charges for March.',
    'So what happens now?',
    'I will send the second one back, it takes three days.',
    'Good, that was quick.',
  ),
  dialogue(
    'Technical support, how can I help?',
    'My connection has been down since this morning.',
    'Have you already restarted the router?',
    'Twice, and the light is still red.',
    'Then I will test the line from here, one moment please.',
    'Sure, take your time.',
    'There is a fault at the exchange, and a technician is on the way.',
    'When will it work again?',
    'By four o’clock at the latest. We will send you a message.',
    'All right, thanks.',
  ),
  dialogue(
    'Welcome, you are speaking to the booking desk.',
    'I need to move my appointment to next week.',
    'Which day would suit you best?',
    'Tuesday or Wednesday, preferably in the afternoon.',
    'I can offer Wednesday at half past two.',
    'Perfect, I will take that one.',
    'Shall I send you a reminder?',
    'Yes please, to this number.',
    'Done. Is there anything else?',
    'No, that was all.',
  ),
  dialogue(
    'Hello, thank you for waiting.',
    'Hello, where is my parcel? It should have come yesterday.',
    'I will check that. Is the address still the same?',
    'Yes, nothing has changed.',
    'It is in Tampere and will be delivered tomorrow before noon.',
    'Nobody is at home then.',
    'We can leave it at the pick-up point near you.',
    'Good idea, let us do that.',
    'You will get the code as soon as it is there.',
    'Thank you very much.',
  ),
];

/** What is said when a customer is called back. */
export const callbackDialogues: readonly (readonly Line[])[] = [
  dialogue(
    'Hello, you asked us to call you back.',
    'Yes, thank you for calling. It is about my contract.',
    'It runs until the end of June. Would you like to renew it?',
    'What would that cost me?',
    'The price stays the same for another year.',
    'Then please renew it.',
    'Gladly. The papers are on their way to you.',
    'Thank you, goodbye.',
  ),
  dialogue(
    'Hello, I am calling about your message.',
    'Oh good, I could not get through this morning.',
    'I am sorry about that. What was it about?',
    'I wanted to know whether you are open on Saturday.',
    'We are, from ten to four.',
    'That is all I wanted to know.',
    'See you on Saturday, then.',
  ),
];
